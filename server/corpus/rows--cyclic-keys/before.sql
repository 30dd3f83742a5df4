create table teams (id bigint primary key, captain_id bigint);
create table players (id bigint primary key, team_id bigint references teams, mentor_id bigint references players);
insert into teams values (1, 10);
insert into players values (10, 1, 11), (11, 1, 10);
alter table teams add foreign key (captain_id) references players;
insert into players values (12, 1, 10);
