from spack.package import *


class Soxr(CMakePackage):
    """Resampling of sound in one dimension, with a stated quality."""

    homepage = "https://sourceforge.net/projects/soxr/"
    url = "https://downloads.sourceforge.net/project/soxr/soxr-0.1.3-Source.tar.xz"
    version("0.1.3")
    depends_on("c", type="build")

    def cmake_args(self):
        return [self.define("BUILD_TESTS", False), self.define("WITH_OPENMP", False)]
