// SPDX-License-Identifier: Apache-2.0
/** The main program for FlinkRunner, and how a job on it is stopped. */
package io.pfss.runners.flink;
