"""Many courses in one folder: the tables of a course, each row with its patient."""

from deqi.exchange.table_folder.folder import TableFolder, read_table_folder
from deqi.exchange.table_folder.writing import table_texts, write_table_folder

__all__ = ["TableFolder", "read_table_folder", "table_texts", "write_table_folder"]
