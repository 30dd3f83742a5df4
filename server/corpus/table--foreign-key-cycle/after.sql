create table teams (id bigint primary key, captain_id bigint);
create table players (id bigint primary key, team_id bigint references teams);
