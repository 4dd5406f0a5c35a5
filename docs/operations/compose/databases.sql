create database omgservers_directory;
create database omgservers_shard_0;
create database omgservers_shard_1;
