"""Anybody's table of trials, one row an arm, as rows that can be pooled."""

from deqi.exchange.arm_table.page import describe_arm_table
from deqi.exchange.arm_table.reading import ArmTable, read_arm_table

__all__ = ["ArmTable", "describe_arm_table", "read_arm_table"]
