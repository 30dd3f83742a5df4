create access method mine type index handler bthandler;
