#!/bin/sh
# Saves the databases of an installation: backup.sh FOLDER SHARDS. PostgreSQL is found by PGHOST, PGPORT, PGUSER and PGPASSWORD.
# The directory is first: what came to a shard afterwards only lacks its name then, and a name of nothing would be taken for ever.
set -eu
folder=$1
shards=$2
umask 077
mkdir -p "$folder"
for name in directory $(seq -f 'shard_%.0f' 0 $((shards - 1))); do
  pg_dump --format=custom --file="$folder/omgservers_$name.dump.part" "omgservers_$name"
  mv "$folder/omgservers_$name.dump.part" "$folder/omgservers_$name.dump"
done
