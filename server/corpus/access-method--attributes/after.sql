create access method mine type index handler hashhandler;
create access method stored type table handler heap_tableam_handler;
