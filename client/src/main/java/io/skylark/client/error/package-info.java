/// What can go wrong between a client and its servers, as exceptions that say what, where, whether trying again can
/// help and what to do next.
///
/// Entry class: [SkylarkException]. Immutable.
@NullMarked
package io.skylark.client.error;

import org.jspecify.annotations.NullMarked;
