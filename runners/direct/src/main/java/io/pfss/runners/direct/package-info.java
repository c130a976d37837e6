/** The main program for DirectRunner. */
package io.pfss.runners.direct;
