"""A folder of answers that a run can leave at any moment and take up again."""

from deqi.exchange.out_folder.folder import OutFolder
from deqi.exchange.out_folder.names import file_stems
from deqi.exchange.out_folder.table import csv_text

__all__ = ["OutFolder", "csv_text", "file_stems"]
