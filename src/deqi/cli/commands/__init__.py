"""One file for each word after `deqi`; each is loaded only when it is asked for."""
