"""The names that columns go by. Compared without capitals, accents, and punctuation."""

from __future__ import annotations

import unicodedata
from dataclasses import fields
from enum import StrEnum

from deqi.records import CoverageFacts
from deqi.screen import known_conditions, known_red_flags


class Kind(StrEnum):
    """The tables that are read; each is a file of this name."""

    DIARY = "diary"
    VISITS = "visits"
    SCORES = "scores"
    TREATMENTS = "treatments"
    BLOCKS = "blocks"
    PATIENTS = "patients"


COURSE_TABLES = (Kind.DIARY, Kind.VISITS, Kind.SCORES, Kind.TREATMENTS, Kind.BLOCKS)
"""The tables of one course; `patients.csv` is what a folder of many courses has in addition."""


_DATE = """date, datetime, date time, date and time, timestamp, time stamp, when, on, recorded at,
    entry date, visit date, fecha, fecha y hora, fecha hora, marca temporal, datum, datum uhrzeit,
    datum und uhrzeit, zeitstempel, date heure, date et heure, horodatage, data, data ora,
    data e hora, data hora, dato, 日付, 日期, 날짜"""
_TIME = "time, time of day, clock, hour, hora, uhrzeit, zeit, heure, ora, orario, tijd, 時刻, 时间"
_YEAR = "year, startyear, start year, ano, jahr, annee, anno, jaar"
_MONTH = "month, startmonth, start month, mes, monat, mois, mese, maand"
_DAY = "day, startday, start day, dia, tag, jour, giorno, dag"
_WHEN = {"date": _DATE, "time": _TIME, "year": _YEAR, "month": _MONTH, "day": _DAY}

_PAIN = """pain, pain nrs, nrs, nrs pain, pain score, pain level, pain rating, pain intensity,
    intensity, back pain, low back pain, lower back pain, vas, pain vas, vas pain, dolor,
    intensidad, intensidad del dolor, nivel de dolor, dolor lumbar, dolor de espalda, eva, schmerz,
    schmerzen, schmerzstarke, ruckenschmerz, ruckenschmerzen, kreuzschmerz, kreuzschmerzen, douleur,
    intensite, intensite de la douleur, mal de dos, dolore, intensita, mal di schiena, dor,
    dor lombar, dor nas costas, pijn, rugpijn, smerte, smarta, 痛み, 疼痛, 통증"""
_BEFORE = """pain before, pain before nrs, before, nrs before, pain pre, pre pain, pre,
    pain pre nrs, dolor antes, antes, schmerz vorher, vorher, schmerz vor, schmerz davor,
    douleur avant, avant, dolore prima, prima, dor antes, pijn voor"""
_AFTER = """pain after, pain after nrs, after, nrs after, pain post, post pain, post, pain post nrs,
    dolor despues, despues, schmerz nachher, nachher, schmerz nach, schmerz danach, douleur apres,
    apres, dolore dopo, dopo, dor depois, pijn na"""
_NOTE = """note, notes, comment, comments, remark, remarks, nota, notas, notiz, notizen, bemerkung,
    bemerkungen, kommentar, commentaire, commentaires, remarque, comentario, comentarios,
    observaciones, opmerking"""
_FROM = "from, from on, start, since, begin, began, desde, inicio, von, seit, depuis, dal"
_TO = "to, to on, until, end, hasta, fin, bis, ende, jusqu a, al, fine, ate"

PATIENT = "patient"
_WHO = {
    PATIENT: """patient, patient id, patient key, patient code, participant, participant id, person,
        person id, subject, subject id, record id, paciente, patientin, patiente, paziente, 患者"""
}

_LISTED: dict[Kind, dict[str, str]] = {
    Kind.DIARY: {
        **_WHEN,
        "pain": _PAIN,
        "leg": """leg, leg pain, leg nrs, pain leg, pierna, dolor de pierna, bein, beinschmerz,
            beinschmerzen, jambe, douleur jambe, gamba, perna, been, sciatica""",
        "worst": """worst, worst pain, worst nrs, pain worst, max pain, maximum pain, peor,
            peor dolor, schlimmster schmerz, starkster schmerz, pire, pire douleur, peggiore""",
        "sleep": "sleep, sleep nrs, sleep disturbance, sueno, schlaf, sommeil, sonno, sono, slaap",
        "medicine": """medicine, medicines, medication, medications, meds, drug, drugs, painkiller,
            painkillers, medicamento, medicamentos, medicacion, medikament, medikamente,
            medicament, medicaments, medicinale, medicinali, farmaco, farmaci, medicijn""",
        "work_lost": """work lost, lost work, sick day, sick leave, off work, baja, baja laboral,
            krank, krankenstand, arbeitsunfahig, arret de travail""",
        "work_hindered": """work hindered, work hindered nrs, hindered at work, work limitation,
            work interference""",
        "flare": "flare, flare up, flareup, brote, schub, poussee, riacutizzazione, crise",
        "note": _NOTE,
    },
    Kind.VISITS: {
        **_WHEN,
        "pain_before": _BEFORE,
        "pain_after": _AFTER,
        "points": "points, needle points, acupoints, puntos, punkte, punti, pontos",
        "stimulation": "stimulation, needling, estimulacion, stimulazione",
        "frequency_hz": "frequency hz, frequency, hz, frecuencia, frequenz, frequenza",
        "retention_min": """retention min, retention minutes, retention, minutes, needle minutes,
            minutos, minuten, minuti""",
        "reaction": "reaction, reactions, adverse event, reaccion, reaktion, reazione, reacao",
        "side": "side, sides",
        "depth_mm": "depth mm, depths mm, depth in mm",
        "n_needles": "n needles, number of needles",
        "de_qi": "de qi, deqi",
        "needle_type": "needle type",
        "adverse": "adverse, adverse kinds",
        "anything_new": "anything new, anything new since last time",
        "also_given": "also given",
        "note": _NOTE,
    },
    Kind.SCORES: {
        **_WHEN,
        "instrument": "instrument, questionnaire, cuestionario, fragebogen, questionario",
        "answers": "answers, answer, items, respuestas, antworten, reponses, risposte, respostas",
        "total": "total, score, total score, sum, puntuacion, gesamt, summe, punteggio, totale",
    },
    Kind.TREATMENTS: {
        "what": """what, treatment, therapy, care, que, tratamiento, was, behandlung, therapie,
            quoi, traitement, che cosa, cosa, trattamento, tratamento""",
        "from": _FROM,
        "to": _TO,
    },
    Kind.BLOCKS: {
        "from": _FROM,
        "to": _TO,
        "state": "state, on off, on or off, visits, phase, condition",
        "pair": "pair, cycle, par, paar, paire, coppia",
        "start_choices": "start choices, possible starts, start days",
        "seed": "seed, random seed",
    },
    Kind.PATIENTS: {
        "year_of_birth": """year of birth, birth year, born, geburtsjahr, ano de nacimiento,
            annee de naissance, anno di nascita, ano de nascimento""",
        "sex": "sex, gender, sexo, geschlecht, sexe, sesso",
        "time_zone": "time zone, timezone, zona horaria, zeitzone, fuseau horaire",
        "onset": """onset, onset date, date of onset, pain since, beginn, schmerzbeginn, inicio,
            inicio del dolor, debut, esordio""",
        "duration_weeks": "duration weeks, weeks of pain, duration in weeks",
        "phase": "phase, fase, schmerzphase",
        "began": "began, how it began",
        "diagnosis": "diagnosis, working diagnosis, diagnostico, diagnose, diagnostic, diagnosi",
        "radiating": "radiating, radiates, leg symptoms",
        "pregnancy": "pregnancy, pregnant, embarazo, schwangerschaft, grossesse, gravidanza",
        "medicines": """medicines, medicine, medication, medications, meds, medicamentos,
            medikamente, medicaments, farmaci""",
        "expectation": "expectation, expected relief",
        "visits_recorded": "visits recorded",
        "cannot_come": "cannot come, days away",
    },
}
_SECTIONS = {
    "practitioner.licence": ("number", "body", "jurisdiction", "valid_until"),
    "practitioner.certification": ("number", "body", "jurisdiction", "valid_until"),
    "doctor": ("asked", "agrees", "on"),
    "coverage": tuple(part.name for part in fields(CoverageFacts)),
}


def normalized(heading: str) -> str:
    """A heading without capitals, accents, punctuation, and a trailing 0-10.

    >>> normalized(" Schmerzstärke (0-10)")
    'schmerzstarke'
    """
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", heading.casefold()) if not unicodedata.combining(c)
    )
    words = "".join(c if c.isalnum() else " " for c in bare).split()
    return " ".join(words[:-2] if len(words) > 2 and words[-2:] == ["0", "10"] else words)


def _names(listed: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(" ".join(n.split()) for n in t.split(",")) for name, t in listed.items()}


def _patient_names() -> dict[str, tuple[str, ...]]:
    """The keys of `course.toml`; a question of the screen also goes by its id alone."""
    names = {**_names(_WHO), **_names(_LISTED[Kind.PATIENTS])}
    for section, keys in _SECTIONS.items():
        names |= {f"{section}.{key}": (f"{section}.{key}",) for key in keys}
    for section, known in (("red_flags", known_red_flags()), ("conditions", known_conditions())):
        for item in sorted(known):
            alone = () if item in names else (item,)
            names[f"{section}.{item}"] = (f"{section}.{item}", *alone)
    return names


NAMES: dict[Kind, dict[str, tuple[str, ...]]] = {
    **{kind: {**_names(_LISTED[kind]), **_names(_WHO)} for kind in COURSE_TABLES},
    Kind.PATIENTS: _patient_names(),
}
"""For each table and field, the headings it goes by."""

FIELD_OF_HEADING: dict[Kind, dict[str, str]] = {
    kind: {normalized(name): field for field, names in of.items() for name in names}
    for kind, of in NAMES.items()
}
FIELDS: dict[Kind, tuple[str, ...]] = {kind: tuple(of) for kind, of in NAMES.items()}
