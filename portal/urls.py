"""Every address. Who may use it stands in `portal.access.RULES`."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from portal.views import accounts, instructor, lecture, lms, lti, making, marking, rules, site, staff, student

COURSE, OFFER, ONE = "c/<slug:course>", "c/<slug:course>/a/<str:assignment>", "c/<slug:course>/s/<int:number>"

handler400, handler403, handler404 = site.not_taken, site.refused, site.not_found

urlpatterns: list[URLPattern | URLResolver] = [
    path("", accounts.home, name="home"),
    path("sign-in", accounts.sign_in, name="sign-in"),
    path("sign-out", accounts.sign_out, name="sign-out"),
    path("invitation/<str:text>", accounts.invitation, name="invitation"),
    path("account", accounts.account, name="account"),
    path("account/everything.zip", student.everything, name="everything"),
    path("health", site.health, name="health"),
    path("metrics", site.metrics, name="metrics"),
    path("assets/<path:name>", site.asset, name="asset"),
    path("lecture/", lecture.page, name="lecture"),
    path("lecture/<str:file>", lecture.page, name="lecture-start"),
    path("lecture/<str:language>/<str:file>", lecture.page, name="lecture-page"),
    path("new-course", making.make, name="make"),
    path(f"{COURSE}/", student.course, name="course"),
    path(f"{OFFER}/", student.offer, name="offer"),
    path(f"{OFFER}/files/<str:file>", student.starter, name="starter"),
    path(f"{OFFER}/hand-in", student.take, name="hand-in"),
    path(f"{OFFER}/attempts", student.attempts, name="attempts"),
    path(f"{ONE}/", student.submission, name="submission"),
    path(f"{ONE}/report", student.report, name="report"),
    path(f"{ONE}/bytes", student.download, name="bytes"),
    path(f"{ONE}/request", student.ask, name="request"),
    path(f"{COURSE}/class/", staff.dashboard, name="class"),
    path(f"{COURSE}/class/live", staff.dashboard, {"template": "portal/class_live.html"}, name="class-live"),
    path(f"{COURSE}/class/a/<str:assignment>/", staff.class_page, name="class-page"),
    path(f"{COURSE}/class/student/<str:key>", staff.student_page, name="student"),
    path(f"{COURSE}/class/a/<str:assignment>/marks/", marking.overview, name="marks"),
    path(f"{COURSE}/class/a/<str:assignment>/marks/<str:whose>", marking.mark, name="mark"),
    path(f"{COURSE}/class/requests", staff.requests, name="requests"),
    path(f"{COURSE}/class/roster", instructor.roster, name="roster"),
    path(f"{COURSE}/class/student/<str:key>/invite", instructor.invite, name="invite"),
    path(f"{COURSE}/class/student/<str:key>/extend", instructor.extend, name="extend"),
    path(f"{COURSE}/class/student/<str:key>/group", instructor.group, name="group"),
    path(f"{COURSE}/class/student/<str:key>/override", instructor.override, name="override"),
    path(f"{COURSE}/class/s/<int:number>/again", instructor.regrade, name="regrade"),
    path(f"{COURSE}/class/a/<str:assignment>/terms", rules.terms, name="terms"),
    path(f"{COURSE}/class/offers", making.offers, name="offers"),
    path(f"{COURSE}/class/invitations", instructor.invite_all, name="invite-all"),
    path(f"{COURSE}/class/rules", rules.rules, name="rules"),
    path(f"{COURSE}/class/export", instructor.export, name="export"),
    path(f"{COURSE}/class/lms", lms.lms, name="lms"),
    path(f"{COURSE}/class/audit", instructor.audit, name="audit"),
    path("lti/login", lti.login, name="lti-login"),
    path("lti/launch", lti.launch, name="lti-launch"),
    path("lti/choose", lti.choose, name="lti-choose"),
    path("lti/keys", lti.keys, name="lti-keys"),
    path("lti/register/<str:text>", lti.register, name="lti-register"),
    path("api/c/<slug:course>/a/<str:assignment>/hand-in", student.take_from_program, name="api-hand-in"),
    path("api/c/<slug:course>/s/<int:number>", student.state, name="api-submission"),
]
if "allauth" in settings.INSTALLED_APPS:
    urlpatterns.append(path("outside/login/", accounts.sign_in, name="account_login"))
    urlpatterns.append(path("outside/", include("allauth.urls")))
