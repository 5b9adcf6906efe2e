package io.skylark.server.control;

import java.util.Set;

/// The request codes that administer: they create, change, delete or move what others use, or tell what is secret.
///
/// Not among them: what tools only read (routes, figures, configurations of topics and groups, messages; none of it is
/// more secret than the messages, which every client may consume), and what clients do on their own account: sending,
/// consuming, committing offsets (15), locking queues, and the topics and groups that are created on first use.
final class AdminCodes {
    static final Set<Integer> BROKER = Set.of(
            17, // create or change a topic
            18, // the same for several
            25, // change the configuration
            50, 51, 53, 54, // access control of RocketMQ 4
            200, // create or change a group
            207, // delete a group
            215, // delete a topic
            222, // move a group to other offsets
            225, // create or change several groups
            306, // clean queues
            309, // have a consumer consume one message
            314, // copy the offsets of a group
            316, // delete unused topics
            323, // ask again about a transaction
            329, // delete expired files
            353, // forbid a group to read a topic
            354, 355, // write files of RocksDB
            401, // how members of a group get their queues
            513, // static topics
            908, // how far replicas are
            2001, 2002, 2004, // limits of cold reads
            3001, 3002, 3003, 3004, 3005, // users, and what is known of them
            3006, 3007, 3008, 3009, 3010, // what users may
            5001, // another engine of timers
            28001, // list delayed messages, with what takes them back
            28002, // list open transactions
            200056); // roll back popped messages

    static final Set<Integer> NAME_SERVER = Set.of(
            100, // put a key-value setting
            102, // delete one
            205, // take the write permission of a broker away
            216, // delete a topic
            217, // register a topic
            318, // change the configuration
            327); // give the write permission back

    private AdminCodes() {}
}
