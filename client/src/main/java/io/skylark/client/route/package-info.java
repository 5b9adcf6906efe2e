/// Where topics and brokers are: name servers, cached routes, queues to send to and to read from. Internal to the
/// client.
///
/// Entry class: [Routes]. Shared by all threads; whoever owns it calls [Routes#refreshAll()] now and then.
@NullMarked
package io.skylark.client.route;

import org.jspecify.annotations.NullMarked;
