"""Queries run in processes of their own, which can be killed: the only sure way to end one."""
