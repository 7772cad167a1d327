"""Other people's formats: a course folder or plain CSV files to records, and back."""

from deqi.exchange.course_folder import read_course, read_course_csv
from deqi.exchange.reading import ReadingOptions

__all__ = ["ReadingOptions", "read_course", "read_course_csv"]
