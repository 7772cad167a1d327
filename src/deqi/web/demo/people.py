"""Invented people. Any likeness to somebody who lives is chance."""

from __future__ import annotations

CLINIC = "Larkfield Acupuncture (demonstration)"
PRACTITIONER = "Imogen Ashgrove"
COLLEAGUE = "Tobias Kjærulff"
MANAGER = "Rosalind Mbeki-Thorne"
DOCTOR = "Dr Example"

PATIENTS = (
    "Ada Quillfeather", "Béla Vörösmarton", "Chidera Okonjwu", "Dóra Szélpál", "Ewan McTavert",
    "Fatimah al-Zahrawi-Bennett", "Goran Vuksanić", "Hana Nováčková", "Íñigo Arrizabeltz",
    "Jo Li", "Katarzyna Wrzoskiewicz", "Lars Østerbygd", "Mirela Stănculet", "Nils Grünebaum",
    "Oluwaseun Adébáyọ̀-Finch", "Pia Ranta", "Quentin Beaurivoir", "Renée Châtelguyon",
    "Søren Bjerregrav", "Tâm Nguyễn Hữu", "Ursula von und zu Hohenbruck-Lindenau", "Vít Dvořáčák",
    "Wanjiru Kamothe", "Xóchitl Tepozán", "Yusuf Demirkaynak", "Zofia Łęczyńska",
    "Αλεξάνδρα Παπακώστα", "Мирослав Добровецкий", "佐倉 美波", "林 秋月", "김하늘", "نور الحسيني",
    "Anneke Dijkgraaff", "Bruno Tagliavero", "Cerys Llewellyn-Pugh", "Dmitri Volokhin",
    "Esi Amankwah", "Florence Pettibone", "Gwendolen Strathmere", "Hamish Dunrobin",
    "Ilse Brandstetten", "Jacinta Moreirinha", "Kwabena Osei-Tutuah", "Leilani Kahananui",
    "Maud Penhallow", "Niamh Ní Dhuibhirín", "Otto Wiesengrund", "Priya Venkatasubramanian",
    "Rafael Montalvillo", "Saoirse Fennimore", "Tove Lindgård", "Ulrik Hammershus",
    "Violetta Szymborowska", "Walter Eichendorn", "Yara Haddadin", "Zeynep Günordu",
    "Bo Ek", "Constance Fairweather-Oyelaran", "Émile Roquefeuil", "Teuila Faleafa",
)  # fmt: skip
