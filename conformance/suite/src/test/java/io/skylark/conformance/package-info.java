/// Black-box tests: the official clients against a server process of ours, or of Apache RocketMQ as the oracle.
///
/// Entry: [EachClient], the annotation of a scenario method. [ClientMatrix] runs each such method once per
/// [ClientVariant], inside that variant's own [ClientLoader]; [Run] is what the method gets. Everything here runs on
/// the JUnit thread; the scenarios are in `scenario`, the server processes in `server`.
@NullMarked
package io.skylark.conformance;

import org.jspecify.annotations.NullMarked;
