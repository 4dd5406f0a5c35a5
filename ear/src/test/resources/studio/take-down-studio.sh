#!/bin/sh
# Takes down what build-studio.sh built, with the same environment: piece by piece where a studio
# would, and the rest with the tenant.
set -eu

# The test stage: its deployment first, then its version, then the stage itself.
deployment=$(cat "$WORK/deployment")
version=$(omgctl deployment show nova duel test "$deployment" --output json |
  sed -n 's/^ *"version_id" : "\([0-9]*\)".*/\1/p')
omgctl deployment delete nova duel test "$deployment" --now --yes --wait=2m
omgctl version delete nova duel "$version" --yes --wait=2m
omgctl stage delete nova duel test --yes --wait=2m

# The people's keys and tokens.
for key in $(omgctl key list -q); do
  omgctl key delete "$key" --yes
done
omgctl token revoke --yes

# The other game, the tenant with all that is left in it, and the accounts.
omgctl alias delete arena-2 nova arena --yes
omgctl project delete nova arena --yes --wait=2m
omgctl permission delete nova-tester nova duel live --yes
omgctl tenant delete nova --yes --wait=3m
omgctl account logout nova-tester --yes
omgctl account delete nova-tester --yes
omgctl account delete nova-lead --yes
omgctl logout
rm -f "$WORK/lead" "$WORK/tester" "$WORK/key" "$WORK/deployment"
