"""What the columns of a list of students mean, by their headings: of several systems, and of Moodle's languages.

Data. A heading is compared without case, blanks, hyphens and other signs.
"""

import re

from grader.errors import OperatorError

IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
WEB_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|meta|\?xml)", re.IGNORECASE)
JSON = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:\[\s*[\[{]|\{\s*\")")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx and .ods begin, and .xls
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NAMES_A_LETTER = "cp1252"  # what Excel writes in western Europe and America, for messages

HEADINGS: dict[str, tuple[str, ...]] = {  # what a column means → the headings for it
    "id": (
        *("ID", "Student ID", "Student number", "Matriculation number", "Identifier", "Participant", "User ID"),
        *("Matrikelnummer", "Matrikelnr", "Identifiant", "Identificador", "Identificativo", "Identificatie"),
        *("Studentnummer", "Numéro d'étudiant", "Matricola", "Matrícula", "Teilnehmer/in"),
    ),
    "sis_id": (
        *("SIS User ID", "SIS ID", "SID", "ID number", "Registration number", "ID-Nummer", "Numéro d'identification"),
        "OrgDefinedId",
        *("Número de ID", "Número de identificación", "Codice identificativo", "Identificatienummer"),
        *("Número de identificação", "Número ID"),
    ),
    "login": (
        *("SIS Login ID", "Login", "Login ID", "Username", "NetID", "Account", "lms_user_id", "Anmeldename"),
        *("Nutzername", "Benutzername", "Nom d'utilisateur", "Nombre de usuario", "Nome utente", "Gebruikersnaam"),
        *("Nome de utilizador", "Nome de usuário", "Identificação de usuário"),
    ),
    "email": (
        *("Email", "Email address", "Mail", "E-Mail-Adresse", "Adresse de courriel", "Adresse e-mail", "Courriel"),
        *("Dirección de correo", "Dirección Email", "Dirección de correo electrónico", "Correo electrónico", "Correo"),
        *("Indirizzo email", "E-mailadres", "Endereço de email", "Endereço de e-mail", "Correio eletrónico"),
    ),
    "github": ("GitHub", "github_username", "GitHub login"),
    "name": (
        *("Name", "Student", "Full name", "Student name", "Sortable name", "Vollständiger Name", "Nom complet"),
        *("Nombre completo", "Nome completo", "Nome e cognome", "Volledige naam", "Naam", "Nombre / Apellido(s)"),
        *("First name / Last name", "Vorname / Nachname", "Prénom / Nom", "Nome / Cognome", "Voornaam / Achternaam"),
    ),
    "first": (
        *("First name", "Given name", "Forename", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam"),
        *("Nome próprio", "Nombre(s)", "Vornamen", "First name of student"),
    ),
    "last": (
        *("Last name", "Surname", "Family name", "Nachname", "Nom", "Nom de famille", "Apellido", "Apellidos"),
        *("Apellido(s)", "Familienname", "Family name of student", "Cognome", "Achternaam", "Apelido", "Sobrenome"),
    ),
    "section": ("Section", "Sections", "Course section", "Tutorial", "Übungsgruppe"),
    "group": (
        *("Group", "Groups", "Team", "Teams", "Group name", "Team name", "Gruppe", "Gruppen", "Groupe", "Groupes"),
        *("Grupo", "Grupos", "Equipo", "Gruppo", "Gruppi", "Groep", "Groepen", "Équipe"),
    ),
    "former": ("Former ID", "Previous ID", "Old ID", "Frühere ID", "Alte ID"),
    "role": (
        *("Role", "Roles", "Course role", "Rolle", "Rollen", "Rôle", "Rôles", "Rol", "Ruolo", "Ruoli", "Papel"),
        *("Papéis", "Função", "Funções"),
    ),
    "submitted": (
        *("Last modified (submission)", "Zuletzt geändert (Abgabe)", "Dernière modification (travail remis)"),
        *("Última modificación (entrega)", "Fecha de entrega", "Ultima modifica (consegna)"),
        *("Laatst gewijzigd (inzending)", "Última modificação (envio)", "Última modificação (submissão)"),
        *("Última modificação (trabalho)", "Submitted", "Submitted at", "Submission time", "Submission date"),
        *("Handed in", "Submission timestamp", "Timestamp"),
    ),
}
GRADE = (  # of Moodle's grading worksheet
    *("Grade", "Bewertung", "Note", "Calificación", "Valutazione", "Beoordeling", "Cijfer", "Nota", "Avaliação"),
)
MAXIMUM = (
    *("Maximum Grade", "Bestwertung", "Höchste Bewertung", "Note maximale", "Calificación máxima"),
    *("Valutazione massima", "Voto massimo", "Maximale beoordeling", "Maximumcijfer", "Hoogste cijfer", "Nota máxima"),
    *("Avaliação máxima",),
)
FEEDBACK = (
    *("Feedback comments", "Feedback als Kommentar", "Feedback par commentaires", "Comentarios de retroalimentación"),
    *("Commenti", "Feedback", "Comentários de feedback", "Comentarios de realimentación"),
)
# Alone these are whole names; beside a column for the other half they are halves
HALVES = {"nombre": "last", "nome": "last", "nom": "first"}


def plain(heading: str) -> str:
    """Return a heading without what makes no difference."""
    return "".join(character for character in heading.casefold() if character.isalnum())


MEANING = {plain(heading): field for field, headings in HEADINGS.items() for heading in headings}


def meanings(headings: list[str]) -> list[str]:
    """Return what each column means; "" for one that means nothing here."""
    found = [MEANING.get(plain(heading), "") for heading in headings]
    for column, heading in enumerate(headings):  # "Student ID (9 digits)" is an id, where there is no other
        meant = MEANING.get(plain(IN_BRACKETS.sub("", heading)), "")
        if not found[column] and meant in ("id", "email", "name") and meant not in found:
            found[column] = meant
    return [
        "name" if HALVES.get(plain(heading)) not in (None, *found) and "name" not in found else field
        for heading, field in zip(headings, found, strict=True)
    ]


def sheet_text(data: bytes, name: str) -> str:
    """Return the text of a CSV that a spreadsheet or a course's site wrote, with line feeds alone.

    Parameters
    ----------
    data : bytes
        In UTF-8 or UTF-16, with or without a mark.
    name : str
        What messages call it.

    Raises
    ------
    OperatorError
        If it is in neither. A code page is not guessed, because names decide whose work is whose; the line is shown.
    """
    if data[:4] in WORKBOOKS:
        raise OperatorError(f"{name} is a spreadsheet's own file, such as .xlsx; save it as “CSV UTF-8”.")
    if WEB_PAGE.match(data):
        raise OperatorError(f"{name} is a web page, as some sites export a table; save it as “CSV UTF-8”.")
    if JSON.match(data):
        raise OperatorError(f"{name} is JSON and no CSV; export the list as CSV.")
    try:
        if data[:2] in UTF_16:
            text = data.decode("utf-16")
        elif data[1:2] == b"\0" or data[:1] == b"\0":  # without a mark: every other byte of ASCII is 0
            text = data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OperatorError(f"{name}{_first_doubt(data, error)}") from None
    if "\0" in text:
        raise OperatorError(f"{name} is no CSV; export it as CSV.")
    return re.sub(r"\r\n?", "\n", text)  # old programs end lines by a carriage return alone


def _first_doubt(data: bytes, error: UnicodeDecodeError) -> str:
    """Return the line and the character that are not in UTF-8, as Windows would show them."""
    if error.encoding != "utf-8":
        return " is cut off, or no text in UTF-16; export it again as CSV."
    before = re.sub(rb"\r\n?", b"\n", data[: error.start])
    word = re.search(rb"[^\s,;\"]*$", before)
    rest = re.match(rb"[^\s,;\"]*", data[error.start :])
    shown = ((word[0] if word else b"") + (rest[0] if rest else b"")).decode(NAMES_A_LETTER, "replace")
    return (
        f", line {before.count(10) + 1}: {shown!r} is not in UTF-8; a spreadsheet saved it in a code page of its own. "
        "Save it as “CSV UTF-8”, so that names stay right."
    )
