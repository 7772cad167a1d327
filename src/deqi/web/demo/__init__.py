"""The demonstration clinic: sixty made-up patients, on this machine only, gone when it ends."""
