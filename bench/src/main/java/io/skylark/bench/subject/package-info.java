/// Clients under load, each in a process of its own, so that one is measured and not two.
///
/// Entry classes: [OfficialSubject] and [SkylarkSubject]. They must use nothing but their client, HdrHistogram and the
/// JDK: nothing else is on their class path. The main thread keeps the time; the client's threads and the senders count.
@NullMarked
package io.skylark.bench.subject;

import org.jspecify.annotations.NullMarked;
