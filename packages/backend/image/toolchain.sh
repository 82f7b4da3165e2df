#!/bin/sh
# Brings the Yarn of the committed lock file. Node is the image's own; the platform packages of the lock file are for machines
# without one. Runs in the root of the repository.
set -eu
npm ci --prefix .toolchain --omit=optional --ignore-scripts --no-audit --no-fund --no-update-notifier
