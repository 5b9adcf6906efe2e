package io.skylark.broker.timer;

/// One message that waits.
///
/// @param due when it is to be seen, ms
/// @param position of its entry in the log
record Pending(long due, long position) implements Comparable<Pending> {
    static final int BYTES = 16;

    @Override
    public int compareTo(Pending other) {
        int byDue = Long.compare(due, other.due);
        return byDue != 0 ? byDue : Long.compare(position, other.position);
    }
}
