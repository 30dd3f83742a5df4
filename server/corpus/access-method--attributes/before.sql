create access method mine type index handler bthandler;
create access method stored type table handler heap_tableam_handler;
create access method gone type index handler bthandler;
comment on access method gone is 'mine';
