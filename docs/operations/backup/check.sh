#!/bin/sh
# Tells what the directory and the shards do not agree about after a restore: check.sh SHARDS. It changes nothing.
# PostgreSQL is found by PGHOST, PGPORT, PGUSER and PGPASSWORD.
set -eu
shards=$1
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

all() { # the statement's rows from all shards, sorted
  shard=0
  while [ "$shard" -lt "$shards" ]; do
    psql -XAtqc "$1" "omgservers_shard_$shard"
    shard=$((shard + 1))
  done | sort
}

directory() {
  psql -XAtqc "$1" omgservers_directory | sort
}

tell() { # a heading, and the lines of the standard input, if there are any
  if grep . > "$work/lines"; then
    touch "$work/strays"
    echo "$1"
    sed 's/^/  /' "$work/lines"
  fi
}

directory "select slot || ' ' || shard from slot_map" > "$work/map"
shard=0
while [ "$shard" -lt "$shards" ]; do
  psql -XAtqc "select distinct ((id >> 12) & 1023) || ' $shard' from (select id from tenant union all select id from account) as ids" \
    "omgservers_shard_$shard"
  shard=$((shard + 1))
done | sort | comm -23 - "$work/map" |
  tell "Slots and the shards that have rows of them, where the directory looks for them elsewhere: is each database where it was?"

all "select id from tenant union all select id from account" > "$work/owners"
all "select id from deployment" > "$work/deployments"
directory "select distinct entity_id from alias" > "$work/named"

comm -13 "$work/owners" "$work/named" | while read -r id; do
  directory "select kind || ' ' || value || ' ' || entity_id from alias where entity_id = $id"
done | tell "Names of what is not there; free them on the directory: delete from alias where entity_id = …"

all "select id from tenant union all select id from account where role <> 'PLAYER'" |
  comm -23 - "$work/named" |
  tell "Tenants and accounts that lost their names; give them one: omgctl alias create NAME ID, or NAME --account=ID"

all "select deployment_id from matchmaker where state <> 'CLOSED'" | comm -23 - "$work/deployments" |
  tell "Deployments that are not there, but have a matchmaker; end it on its shard: update matchmaker set state = 'CLOSED', due_at = now() where deployment_id = …"

all "select receiver || ' ' || kind || ' ' || attempts || ' ' || coalesce(reason, '') from outbox where attempts > 0" |
  tell "Letters that could not be delivered"

if [ -e "$work/strays" ]; then
  exit 1
fi
echo "The directory and $shards shards agree."
