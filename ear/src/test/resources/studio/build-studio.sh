#!/bin/sh
# Builds a studio from nothing, with the control tool alone. It takes from its environment:
#   OMGCTL_SERVER     the installation
#   SUPPORT_PASSWORD  of the account "support" there
#   WORK              a folder for the secrets that are made
#   GAME              a folder with version.json and deployment.json
#   IMAGE, STORE      the game's image as a folder, and the image store that it is put into
set -eu

# The tenant and its two games, by support.
OMGCTL_PASSWORD=$SUPPORT_PASSWORD omgctl login --role support --user support
omgctl tenant create nova
omgctl alias create nova-games nova
omgctl project create nova duel live
omgctl stage create nova duel test
omgctl project create nova arena
omgctl alias create arena-2 nova arena
omgctl stage create nova arena beta

# The people: who leads may do everything on the first game, who tests sees it.
omgctl developer create nova-lead --secret-file "$WORK/lead"
omgctl developer permit nova-lead nova
omgctl developer permit nova-lead nova duel
omgctl developer permit nova-lead nova duel live
omgctl developer permit nova-lead nova duel test
omgctl account create --alias nova-tester --secret-file "$WORK/tester"
omgctl permission set nova-tester nova --right TENANT_VIEWER
omgctl permission grant nova-tester nova duel --right PROJECT_VIEWER
omgctl permission grant nova-tester nova duel live --right STAGE_VIEWER,DEPLOYMENT_MANAGER
omgctl permission revoke nova-tester nova duel live --right DEPLOYMENT_MANAGER
omgctl permission list nova duel live

# The first release, by the developer; the command ends when players can come.
omgctl login --role developer --user nova-lead --password-file "$WORK/lead"
omgctl version deploy nova duel live --tag 1 --wait \
  --config "$GAME/version.json" --deployment "$GAME/deployment.json" \
  --folder "$IMAGE" --store "$STORE"

# A pipeline puts the same image on the other stage: no login, only an API key.
omgctl key create pipeline --tenant nova --scope READ,VERSIONS,DEPLOYMENTS --days 1 \
  --secret-file "$WORK/key"
(
  export OMGCTL_API_KEY="$(cat "$WORK/key")" OMGCTL_USER=nova-lead
  version=$(omgctl version create nova duel -q --config "$GAME/version.json")
  omgctl image create nova duel "$version" nova/duel:1 --qualifier UNIVERSAL
  omgctl deployment create nova duel test "$version" -q --wait \
    --config "$GAME/deployment.json" > "$WORK/deployment"
)

# What there is now.
omgctl version list nova duel
omgctl deployment list nova duel live
omgctl lobby list nova duel test "$(cat "$WORK/deployment")"
omgctl match list nova duel test "$(cat "$WORK/deployment")"
omgctl queue list nova duel test "$(cat "$WORK/deployment")"
omgctl runtime list nova duel live --state READY
omgctl me --output yaml
