"""Other people's formats: a course folder or plain CSV files to records, and back."""

from deqi.exchange.course_folder import read_course, read_course_csv
from deqi.exchange.mapping import read_mapped
from deqi.exchange.output import OutputError, WouldOverwriteError, write_file
from deqi.exchange.reading import ReadingOptions
from deqi.exchange.table_folder import (
    TableFolder,
    read_table_folder,
    table_texts,
    write_table_folder,
)
from deqi.exchange.template import course_template, write_template
from deqi.exchange.write_folder import write_course

__all__ = [
    "OutputError",
    "ReadingOptions",
    "TableFolder",
    "WouldOverwriteError",
    "course_template",
    "read_course",
    "read_course_csv",
    "read_mapped",
    "read_table_folder",
    "table_texts",
    "write_course",
    "write_file",
    "write_table_folder",
    "write_template",
]
