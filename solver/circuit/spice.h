#ifndef EARSHOT_CIRCUIT_SPICE_H
#define EARSHOT_CIRCUIT_SPICE_H

#include "solver/circuit/circuit.h"

#include <limits>
#include <string>
#include <vector>

namespace earshot {

/// What a circuit file doesn't say itself.
struct SpiceOptions {
  double lowest_hz = 0, highest_hz = std::numeric_limits<double>::infinity(); ///< that tables must cover
  std::vector<std::string> acoustic_nodes{}, mechanical_nodes{}; ///< beside those that the circuit has
};

/// Adds the circuit of a text as LTspice, ngspice, PSpice and Qucs-S write it to a circuit; nodes are joined
/// by name, 0 (and "gnd") is ground, capitals make no difference. A node is of the
/// domain that the circuit has it in or the options name, else of that of the nodes that resistors,
/// inductors, capacitors, lines and sources lead to from it, else electrical: where a spout is acoustic, 1 V
/// stands for 1 Pa and 1 A for 1 m3/s, at mechanical nodes for 1 m/s and 1 N, and a note tells. Controlled
/// sources may lead from one domain to another.
///
///   Rname n1 n2 value      Lname n1 n2 value      Cname n1 n2 value
///       Rser= and Lser= in series, Rpar= and Cpar= across all of it, M= of these in parallel; ratings, names
///       and temperature coefficients of 0 are left out
///   Kname L1 L2 coupling   0 to 1
///   Ename out+ out- in+ in- gain      Gname out+ out- in+ in- transconductance
///   Fname out+ out- Vname gain        Hname out+ out- Vname transresistance
///       POLY(n) controls p0 p1 ... with no term above the first order; p0, a bias, is left out
///   Ename, Gname out+ out- LAPLACE {V(a, b)} = {function of s}, or in+ in- LAPLACE=function
///   Ename, Gname out+ out- FREQ {V(a, b)} = (Hz, dB, degree) ...
///   Bname n1 n2 V=I(Bname) FREQ=(Hz, dB re 1 ohm, degree) ...    an impedance
///   Tname a+ a- b+ b- Z0=value TD=value   lossless line; both pairs may float. F=value [NL=value] in the
///                                         place of TD: NL wavelengths, or a quarter, at the frequency F
///   Vname n+ n- [DC value] [AC magnitude [degree]] [Rser=value]   RMS amplitude at every frequency; without
///                                         AC it is at rest, and a current probe
///   Iname n+ n- [DC value] [AC magnitude [degree]]   flows from n+ through the source to n-
///   .param name=expression, .subckt name nodes [params:] [name=default] / .ends,
///   Xname nodes name [params:] [name=value], .end
///
/// Values have the suffixes f p n u m k meg g t, and letters after them are ignored ("4.7uF"), or are
/// expressions in braces. A first line that can't be an element is a title. Lines for analyses, options and
/// models are left out with a note; what else isn't used is refused by name. Losses are booked under
/// "electrical_resistances" and so on.
/// @param bytes in any encoding of `decoded_text` @param name stands for the file in messages
/// @return notes of what was left out
/// @throws UserError with file and line
std::vector<std::string> add_spice_text(Circuit &circuit, const std::string &bytes, const std::string &name,
                                        const SpiceOptions &options = {});

} // namespace earshot

#endif
