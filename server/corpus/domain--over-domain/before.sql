create domain score as integer check (value >= 0);
create domain high_score as score check (value >= 100);
create table rounds (id bigint primary key, best high_score not null, all_scores high_score[]);
