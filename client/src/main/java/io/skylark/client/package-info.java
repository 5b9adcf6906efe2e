/// The Java client: producers, consumers, readers and administration.
///
/// Entry class: [SkylarkClient]. Reading order of the packages: `config`, `error`, `transport`, `route`, `message`, `session`,
/// `producer`, `consumer`, `admin`.
@NullMarked
package io.skylark.client;

import org.jspecify.annotations.NullMarked;
