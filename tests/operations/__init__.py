"""The clinic as processes: started, killed, kept, put back."""
