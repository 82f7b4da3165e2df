#!/bin/sh
# Holds app-config.production.yaml against the schemas of all packages, strictly: with every variable that it names set, and
# with no key that nobody knows. The values say what they stand for; nothing is reached with them.
set -eu
names=$(sed -e 's/#.*//' app-config.yaml app-config.production.yaml | grep -oE '\$\{[A-Z0-9_]+' | cut -c 3- | sort -u)
for name in $names; do
  case $name in
    *_PORT | PORT) value=5432 ;;
    *_URL | *_REPOSITORY) value=https://portal.example ;;
    *) value=check-of-the-config ;;
  esac
  export "$name=$value"
done
exec yarn backstage-cli config:check --strict --config app-config.yaml --config app-config.production.yaml
