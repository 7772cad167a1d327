"""The doctor's page: one sheet of A4 to read in sixty seconds and to answer."""

from deqi.report.doctor.write import write_doctor_html, write_doctor_pdf

__all__ = ["write_doctor_html", "write_doctor_pdf"]
