"""The built images, run by Podman: `make image-test`.

No registry is needed: a base image is a Debian of this machine's mirror, under the name that the
Dockerfile asks for. All that is made is kept in `build/image-test`, apart from the machine's own
images, so that a second run builds only what changed; what was not used for a week is removed.
"""
