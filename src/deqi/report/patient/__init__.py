"""What people see of their own diary: a picture, its table and one sentence. No fit, no advice."""

from deqi.report.patient.observation import observation
from deqi.report.patient.picture import patient_chart, patient_table

__all__ = ["observation", "patient_chart", "patient_table"]
