/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file benchmark.h
 * Benchmarks and their recommendations: what is built in, and what a bundle carries.
 *
 * Titles, rationales and remediations are this project's own words; ids, levels and marks are those of the named
 * version.
 */
#ifndef CISDOCK_BENCHMARK_H
#define CISDOCK_BENCHMARK_H

#include <cisdock/export.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A version of a benchmark. */
typedef struct cisdock_benchmark cisdock_benchmark;
/** One recommendation of a benchmark. */
typedef struct cisdock_recommendation cisdock_recommendation;

/**
 * Count the benchmarks that are built in.
 *
 * @return Their number; 0 where the library was built without.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_benchmark_count(void);

/**
 * Give a built-in benchmark, in order of age.
 *
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return The benchmark, or NULL beyond the last; the last is the newest.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_benchmark *cisdock_benchmark_at(uint32_t index);

/**
 * Find a built-in benchmark by its id.
 *
 * @param[in] id  "cis-docker-1.13.0"; may be NULL, which gives the newest.
 * @return The benchmark, or NULL where there is none of that id.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_benchmark *cisdock_benchmark_find(const char *id);

/**
 * Give the id of a benchmark.
 *
 * @param[in] benchmark  Benchmark; may be NULL.
 * @return "cis-docker-1.13.0"; NULL for NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_benchmark_id(const cisdock_benchmark *benchmark);

/**
 * Give the version of a benchmark.
 *
 * @param[in] benchmark  Benchmark; may be NULL.
 * @return "1.13.0"; NULL for NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_benchmark_version(const cisdock_benchmark *benchmark);

/**
 * Give the title of a benchmark.
 *
 * @param[in] benchmark  Benchmark; may be NULL.
 * @return UTF-8 text; NULL for NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_benchmark_title(const cisdock_benchmark *benchmark);

/**
 * Give the place of a benchmark in order of age.
 *
 * @param[in] benchmark  Benchmark; may be NULL.
 * @return A number that grows with age; 0 for NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_benchmark_order(const cisdock_benchmark *benchmark);

/**
 * Say how sure the catalogue of a benchmark is.
 *
 * @param[in] benchmark  Benchmark; may be NULL.
 * @return UTF-8 text; NULL where it is not told.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_benchmark_confidence(const cisdock_benchmark *benchmark);

/**
 * Count the recommendations of a benchmark.
 *
 * @param[in] benchmark  Benchmark; may be NULL.
 * @return Their number.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_benchmark_recommendation_count(const cisdock_benchmark *benchmark);

/**
 * Give a recommendation, in the order of the benchmark.
 *
 * @param[in] benchmark  Benchmark; may be NULL.
 * @param[in] index      From 0; beyond the last the answer is neutral.
 * @return The recommendation, or NULL beyond the last.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_recommendation *cisdock_benchmark_recommendation_at(const cisdock_benchmark *benchmark,
                                                                              uint32_t index);

/**
 * Give the id of a recommendation.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return "4.1"; NULL for NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_id(const cisdock_recommendation *recommendation);

/**
 * Give the name that a recommendation keeps over all versions.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return "image-user-nonroot"; NULL for NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_slug(const cisdock_recommendation *recommendation);

/**
 * Give the title of a recommendation.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return UTF-8 text; NULL for NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_title(const cisdock_recommendation *recommendation);

/**
 * Give the section in which a recommendation stands.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return "4"; NULL for NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_section(const cisdock_recommendation *recommendation);

/**
 * Say whether a recommendation is marked Scored.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return 1: Scored; 0: Not Scored; -1: the version has no such mark, or it is not known.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_recommendation_scored(const cisdock_recommendation *recommendation);

/**
 * Give the assessment mark of a recommendation.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return "automated" or "manual"; NULL where the version has no such mark.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_assessment(const cisdock_recommendation *recommendation);

/**
 * Count the profiles that a recommendation belongs to.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return Their number.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_recommendation_level_count(const cisdock_recommendation *recommendation);

/**
 * Give the target of a profile.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @param[in] index           From 0; beyond the last the answer is neutral.
 * @return "docker", "linux-host", "swarm", "enterprise"; NULL beyond the last.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_level_target(const cisdock_recommendation *recommendation,
                                                            uint32_t index);

/**
 * Give the level of a profile.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @param[in] index           From 0; beyond the last the answer is neutral.
 * @return 1 or 2; 0 beyond the last.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_recommendation_level(const cisdock_recommendation *recommendation, uint32_t index);

/**
 * Say why a recommendation is given.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_rationale(const cisdock_recommendation *recommendation);

/**
 * Say how to meet a recommendation.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_remediation(const cisdock_recommendation *recommendation);

/**
 * Say what evidence decides a recommendation.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_evidence(const cisdock_recommendation *recommendation);

/**
 * Say why no evidence settles a recommendation.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return UTF-8 text, or NULL where evidence can.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_manual(const cisdock_recommendation *recommendation);

/**
 * Give the sections of NIST SP 800-190 that a recommendation serves.
 *
 * @param[in] recommendation  Recommendation; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the benchmark: static storage for a built-in one, else of its bundle.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_recommendation_nist(const cisdock_recommendation *recommendation);

#ifdef __cplusplus
}
#endif
#endif
