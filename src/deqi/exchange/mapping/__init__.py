"""Other people's exports, read by a declared mapping file."""

from deqi.exchange.mapping.mapped import read_mapped
from deqi.exchange.mapping.mapping_file import MappedTable, MappingFile, read_mapping

__all__ = ["MappedTable", "MappingFile", "read_mapped", "read_mapping"]
