#ifndef EARSHOT_MESH_SILENT_OUTPUT_H
#define EARSHOT_MESH_SILENT_OUTPUT_H

namespace earshot {

/// While it lives nothing reaches the standard output: OpenCASCADE writes there, past gmsh's settings.
class SilentOutput {
public:
  SilentOutput();
  ~SilentOutput();
  SilentOutput(const SilentOutput &) = delete;
  SilentOutput &operator=(const SilentOutput &) = delete;

private:
  int kept_; ///< the true standard output
};

} // namespace earshot

#endif
