"""Every table of the portal, as the models say. A change of a model is a migration of its own after this one."""

from typing import Any

import django.utils.timezone
from django.db import migrations, models
from django.db.models import CASCADE, PROTECT, SET_NULL

import portal.models


def table(name: str, *fields: Any, **options: Any) -> migrations.CreateModel:
    key = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
    return migrations.CreateModel(name, [("id", key), *fields], options)


def columns(names: str, kind: Any, *where: Any, **options: Any) -> list[tuple[str, Any]]:
    return [(name, kind(*where, **options)) for name in names.split()]


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        table(
            "Person",
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            ("email", models.EmailField(max_length=254, unique=True)),
            ("name", models.CharField(blank=True, max_length=200)),
            ("zone", models.CharField(blank=True, max_length=64)),
            ("is_active", models.BooleanField(default=True)),
            *columns("issuer subject", models.CharField, blank=True, max_length=255),
            constraints=[
                models.UniqueConstraint(
                    fields=["issuer", "subject"], name="subject_once", condition=~models.Q(issuer="")
                )
            ],
        ),
        table(
            "Course",
            ("slug", models.SlugField(unique=True)),
            ("name", models.CharField(max_length=200)),
            ("gradebook", models.CharField(blank=True, max_length=500)),
            ("level", models.CharField(default="C", max_length=1)),
            ("zone", models.CharField(default="UTC", max_length=64)),
            ("counts", models.CharField(default="last", max_length=4)),
            ("contact", models.CharField(blank=True, max_length=200)),
            ("deduction", models.CharField(default="0", max_length=20)),
            ("roster_version", models.PositiveIntegerField(default=1)),
            *columns("stuck_after keep_days", models.PositiveIntegerField, blank=True, null=True),
        ),
        table(
            "Member",
            ("course", models.ForeignKey("portal.course", PROTECT)),
            ("person", models.ForeignKey("portal.person", SET_NULL, blank=True, null=True)),
            ("key", models.CharField(default=portal.models.new_key, max_length=16, unique=True)),
            ("role", models.CharField(choices=portal.models.Role.choices, default="student", max_length=12)),
            ("roster_id", models.CharField(max_length=200)),
            *columns("name login sis_id section group", models.CharField, blank=True, max_length=200),
            ("email", models.CharField(blank=True, max_length=254)),
            ("is_active", models.BooleanField(default=True)),
            constraints=[
                models.UniqueConstraint(fields=("course", "roster_id"), name="member_once"),
                models.UniqueConstraint(fields=("course", "person"), name="person_once"),
            ],
        ),
        table(
            "Invitation",
            ("digest", models.CharField(max_length=64, unique=True)),
            ("expires", models.DateTimeField()),
            ("used", models.DateTimeField(blank=True, null=True)),
            ("member", models.ForeignKey("portal.member", CASCADE)),
        ),
        table(
            "Token",
            ("person", models.ForeignKey("portal.person", CASCADE)),
            ("digest", models.CharField(max_length=64, unique=True)),
            ("made", models.DateTimeField(default=django.utils.timezone.now)),
            ("used", models.DateTimeField(blank=True, null=True)),
        ),
        table(
            "Offer",
            ("course", models.ForeignKey("portal.course", PROTECT)),
            ("assignment", models.CharField(max_length=100)),
            ("title", models.CharField(max_length=200)),
            ("points", models.CharField(max_length=40)),
            *columns("place cool_down", models.PositiveIntegerField, default=0),
            *columns("opens due closes", models.DateTimeField, blank=True, null=True),
            ("attempts", models.PositiveIntegerField(blank=True, null=True)),
            ("by_group", models.BooleanField(default=False)),
            ordering=["place", "assignment"],
            constraints=[models.UniqueConstraint(fields=("course", "assignment"), name="offer_once")],
        ),
        table(
            "Submission",
            ("offer", models.ForeignKey("portal.offer", PROTECT)),
            ("member", models.ForeignKey("portal.member", PROTECT)),
            ("digest", models.CharField(db_index=True, max_length=64)),
            ("name", models.CharField(max_length=255)),
            ("size", models.PositiveBigIntegerField()),
            ("submitted", models.DateTimeField()),
            ("by", models.ForeignKey("portal.member", SET_NULL, null=True, related_name="+")),
            ordering=["submitted"],
            constraints=[models.UniqueConstraint(fields=("offer", "member", "submitted"), name="attempt_once")],
        ),
        table(
            "Job",
            ("submission", models.OneToOneField("portal.submission", CASCADE)),
            ("claimed_by", models.CharField(blank=True, max_length=64)),
            ("claimed_until", models.FloatField(default=0.0)),
            ("attempts", models.PositiveIntegerField(default=0)),
            ("result", models.BinaryField(null=True)),
        ),
        table(
            "Posting",
            ("course", models.ForeignKey("portal.course", CASCADE)),
            ("offer", models.ForeignKey("portal.offer", CASCADE, null=True)),
            ("member", models.ForeignKey("portal.member", CASCADE, null=True)),
            ("kind", models.CharField(max_length=10)),
            ("data", models.JSONField(default=dict)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ),
        table(
            "Extension",
            ("offer", models.ForeignKey("portal.offer", CASCADE)),
            ("member", models.ForeignKey("portal.member", CASCADE)),
            ("until", models.DateTimeField()),
            ("reason", models.CharField(max_length=500)),
            ("who", models.CharField(max_length=200)),
            constraints=[models.UniqueConstraint(fields=("offer", "member"), name="extension_once")],
        ),
        table(
            "Override",
            ("offer", models.ForeignKey("portal.offer", CASCADE)),
            ("member", models.ForeignKey("portal.member", CASCADE)),
            ("grade", models.CharField(max_length=40)),
            ("reason", models.CharField(max_length=500)),
            ("who", models.CharField(max_length=200)),
            constraints=[models.UniqueConstraint(fields=("offer", "member"), name="override_once")],
        ),
        table(
            "AuditEntry",
            ("course", models.ForeignKey("portal.course", SET_NULL, null=True)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ("who", models.CharField(max_length=254)),
            ("what", models.CharField(max_length=40)),
            ("about", models.CharField(blank=True, max_length=300)),
            ("data", models.JSONField(default=dict)),
            ordering=["-id"],
            indexes=[models.Index(fields=["course", "-id"], name="audit_of_course")],
        ),
        table(
            "Platform",
            *columns("issuer client_id", models.CharField, max_length=255),
            ("name", models.CharField(blank=True, max_length=200)),
            *columns("auth_login_url auth_token_url key_set_url", models.CharField, max_length=2000),
            ("audience", models.CharField(blank=True, max_length=2000)),
            ("deployments", models.JSONField(default=list)),
            ("not_before", models.FloatField(default=0)),
            ("failures", models.PositiveIntegerField(default=0)),
            constraints=[models.UniqueConstraint(fields=("issuer", "client_id"), name="platform_once")],
        ),
        table(
            "LmsCourse",
            ("platform", models.ForeignKey("portal.platform", CASCADE)),
            *columns("deployment number", models.CharField, max_length=255),
            ("title", models.CharField(blank=True, max_length=200)),
            ("course", models.ForeignKey("portal.course", PROTECT)),
            *columns("members_url columns_url", models.CharField, blank=True, max_length=2000),
            ("makes_columns", models.BooleanField(default=False)),
            ("sends", models.BooleanField(default=True)),
            ("roster_due", models.FloatField(blank=True, null=True)),
            ("roster_taken", models.DateTimeField(blank=True, null=True)),
            ("said", models.CharField(blank=True, max_length=300)),
            constraints=[models.UniqueConstraint(fields=("platform", "deployment", "number"), name="lms_course_once")],
        ),
        table(
            "Seat",
            ("lms_course", models.ForeignKey("portal.lmscourse", CASCADE)),
            ("subject", models.CharField(max_length=255)),
            ("member", models.ForeignKey("portal.member", CASCADE)),
            constraints=[
                models.UniqueConstraint(fields=("lms_course", "subject"), name="seat_once"),
                models.UniqueConstraint(fields=("lms_course", "member"), name="seat_of_member_once"),
            ],
        ),
        table(
            "Column",
            ("lms_course", models.ForeignKey("portal.lmscourse", CASCADE)),
            ("offer", models.ForeignKey("portal.offer", CASCADE)),
            ("url", models.CharField(blank=True, max_length=2000)),
            ("not_before", models.FloatField(default=0)),
            ("tries", models.PositiveIntegerField(default=0)),
            ("said", models.CharField(blank=True, max_length=300)),
            constraints=[models.UniqueConstraint(fields=("lms_course", "offer", "url"), name="column_once")],
        ),
        table(
            "Delivery",
            ("column", models.ForeignKey("portal.column", CASCADE)),
            ("seat", models.ForeignKey("portal.seat", CASCADE)),
            *columns("grade sent_grade", models.CharField, blank=True, max_length=40),
            ("comment", models.CharField(blank=True, max_length=500)),
            ("version", models.PositiveIntegerField(default=1)),
            *columns("sent_version tries", models.PositiveIntegerField, default=0),
            ("sent_at", models.DateTimeField(blank=True, null=True)),
            *columns("stamp claimed_until not_before", models.FloatField, default=0),
            ("said", models.CharField(blank=True, max_length=300)),
            constraints=[models.UniqueConstraint(fields=("column", "seat"), name="delivery_once")],
            indexes=[
                models.Index(
                    condition=~models.Q(version=models.F("sent_version")), fields=["not_before"], name="deliveries_due"
                )
            ],
        ),
        table(
            "Launch",
            ("digest", models.CharField(max_length=64, unique=True)),
            ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ("platform", models.ForeignKey("portal.platform", CASCADE)),
            ("ticket", models.CharField(blank=True, db_index=True, max_length=64)),
            ("browser", models.CharField(blank=True, max_length=64)),
            ("claims", models.JSONField(default=dict)),
        ),
        table(
            "LmsCode",
            ("digest", models.CharField(max_length=64, unique=True)),
            ("expires", models.DateTimeField()),
            ("used", models.DateTimeField(blank=True, null=True)),
            ("course", models.ForeignKey("portal.course", CASCADE)),
            ("purpose", models.CharField(max_length=10)),
        ),
    ]
