#ifndef EARSHOT_RUNTIME_MPI_START_H
#define EARSHOT_RUNTIME_MPI_START_H

#include <filesystem>

namespace earshot {

/// To be made before MPI_Init and to outlive MPI_Finalize, in a run that no mpirun started. Such a run needs
/// none of Open MPI's helper process, whose memory has been seen to grow without end under limits of
/// resources (ulimit): it is told to start none, unless the user's environment says otherwise. Its files get
/// a folder of their own, as those of all such runs bear the same name: one that ends would remove another's.
class MpiFolder {
public:
  /// @throws UserError when there is no folder for temporary files, which Open MPI reports by a page of its
  /// own
  MpiFolder();
  ~MpiFolder();
  MpiFolder(const MpiFolder &) = delete;
  MpiFolder &operator=(const MpiFolder &) = delete;

private:
  std::filesystem::path path_;
};

} // namespace earshot

#endif
