"""Members, invitations and licences of a clinic."""
