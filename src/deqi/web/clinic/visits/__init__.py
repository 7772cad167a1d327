"""Recording a visit and amending it."""
