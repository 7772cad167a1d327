"""Export, import, erasure and the audit of a clinic."""
