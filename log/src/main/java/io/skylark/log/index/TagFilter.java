package io.skylark.log.index;

/// Which messages of a queue are wanted, decided by the hash of their tag alone (0 for none). Hashes may collide: the
/// consumer compares the tag itself.
///
/// Called from any thread; implementations are immutable.
@FunctionalInterface
public interface TagFilter {
    TagFilter ALL = tagHash -> true;

    boolean matches(int tagHash);

    /// Messages whose tag has one of the hashes.
    static TagFilter anyOf(int... tagHashes) {
        int[] wanted = tagHashes.clone();
        return tagHash -> {
            for (int hash : wanted) {
                if (hash == tagHash) {
                    return true;
                }
            }
            return false;
        };
    }
}
