-- When a deployment began to drain and when it was over are two moments; who ended it is told.
alter table deployment rename column closed_at to draining_since;
alter table deployment add column closed_at timestamptz;
update deployment set closed_at = draining_since where state = 'CLOSED';
alter table deployment add column ends_by timestamptz;
alter table deployment add column end_reason text;
create index deployment_active on deployment (stage_id, id) where state = 'ACTIVE';

-- Lists are read in the order of ids, below what they are asked for.
drop index version_project;
create index version_project on version (project_id, id);
drop index lobby_deployment;
create index lobby_deployment on lobby (deployment_id, id);
drop index match_matchmaker;
create index match_matchmaker on match (matchmaker_id, id);
create index ticket_mode on ticket (matchmaker_id, mode, id);
create index runtime_deployment on runtime (deployment_id, id);
create index client_deployment on client (deployment_id, id);
create index client_player on client (player_id, id);
create index assignment_client on assignment (client_id);

-- A player who is erased has no profile any more, and goes when the last client is forgotten.
alter table player add column state text not null default 'ACTIVE';
