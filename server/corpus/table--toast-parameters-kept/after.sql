-- A TOAST table stays when the last long column goes; an inherited table takes columns of its parent away as well.
create table gone (id bigint primary key, note text, "long" integer) with (toast.autovacuum_enabled = true);
alter table gone drop column note;
create table narrowed (id bigint, note text) with (fillfactor = 70, toast.autovacuum_enabled = false);
alter table narrowed alter note type varchar(9);
create table heirs (more integer) inherits (narrowed);
create table of_itself (a integer[], b varchar(3000)) with (toast.autovacuum_enabled = false);
