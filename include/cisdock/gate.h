/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gate.h
 * Gates and triggers: what the rules of a bundle may name.
 */
#ifndef CISDOCK_GATE_H
#define CISDOCK_GATE_H

#include <cisdock/export.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A family of triggers. */
typedef struct cisdock_gate cisdock_gate;
/** Something that a rule can ask, with its parameters. */
typedef struct cisdock_trigger cisdock_trigger;

/**
 * Count the gates.
 *
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_gate_count(void);

/**
 * Give a gate.
 *
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return The gate, or NULL beyond the last.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_gate *cisdock_gate_at(uint32_t index);

/**
 * Give the name of a gate.
 *
 * @param[in] gate  Gate; may be NULL.
 * @return "dockerfile"; NULL for NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_gate_name(const cisdock_gate *gate);

/**
 * Say what a gate is about.
 *
 * @param[in] gate  Gate; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_gate_description(const cisdock_gate *gate);

/**
 * Say whether a gate is one of Anchore's.
 *
 * @param[in] gate  Gate; may be NULL.
 * @return 1 or 0.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_gate_is_anchore(const cisdock_gate *gate);

/**
 * Count the triggers of a gate.
 *
 * @param[in] gate  Gate; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_gate_trigger_count(const cisdock_gate *gate);

/**
 * Give a trigger of a gate.
 *
 * @param[in] gate   Gate; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return The trigger, or NULL beyond the last.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_trigger *cisdock_gate_trigger_at(const cisdock_gate *gate, uint32_t index);

/**
 * Give the name of a trigger.
 *
 * @param[in] trigger  Trigger; may be NULL.
 * @return "instruction"; NULL for NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_trigger_name(const cisdock_trigger *trigger);

/**
 * Say what a trigger asks.
 *
 * @param[in] trigger  Trigger; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_trigger_description(const cisdock_trigger *trigger);

/**
 * Count the parameters of a trigger.
 *
 * @param[in] trigger  Trigger; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_trigger_parameter_count(const cisdock_trigger *trigger);

/**
 * Give the name of a parameter.
 *
 * @param[in] trigger  Trigger; may be NULL.
 * @param[in] index    From 0; beyond the last the answer is neutral.
 * @return The name, or NULL beyond the last.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_trigger_parameter_name(const cisdock_trigger *trigger, uint32_t index);

/**
 * Give the type of a parameter.
 *
 * @param[in] trigger  Trigger; may be NULL.
 * @param[in] index    From 0; beyond the last the answer is neutral.
 * @return "string", "list", "pipe-list", "boolean", "integer", "number", "choice", "pattern"; NULL beyond the last.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_trigger_parameter_type(const cisdock_trigger *trigger, uint32_t index);

/**
 * Give the values that a parameter of type "choice" takes.
 *
 * @param[in] trigger  Trigger; may be NULL.
 * @param[in] index    From 0; beyond the last the answer is neutral.
 * @return The values with "|" between them, or NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_trigger_parameter_choices(const cisdock_trigger *trigger, uint32_t index);

/**
 * Say what a parameter means.
 *
 * @param[in] trigger  Trigger; may be NULL.
 * @param[in] index    From 0; beyond the last the answer is neutral.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_trigger_parameter_description(const cisdock_trigger *trigger, uint32_t index);

/**
 * Say whether a parameter must be given.
 *
 * @param[in] trigger  Trigger; may be NULL.
 * @param[in] index    From 0; beyond the last the answer is neutral.
 * @return 1 or 0.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_trigger_parameter_required(const cisdock_trigger *trigger, uint32_t index);

#ifdef __cplusplus
}
#endif
#endif
