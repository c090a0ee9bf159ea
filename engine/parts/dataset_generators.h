// The functions that make the points of each dataset; see Dataset::generate. Only dataset.cpp
// needs them.
#pragma once

#include <vector>

namespace backprop {

class Random;
struct DatasetRequest;
struct Point;

using Points = std::vector<Point>;

Points generate_circle(const DatasetRequest& request, Random& random);
Points generate_xor(const DatasetRequest& request, Random& random);
Points generate_gauss(const DatasetRequest& request, Random& random);
Points generate_spiral(const DatasetRequest& request, Random& random);
Points generate_moons(const DatasetRequest& request, Random& random);
Points generate_rings(const DatasetRequest& request, Random& random);
Points generate_blobs(const DatasetRequest& request, Random& random);
Points generate_checkerboard(const DatasetRequest& request, Random& random);

Points generate_plane(const DatasetRequest& request, Random& random);
Points generate_hills(const DatasetRequest& request, Random& random);
Points generate_waves(const DatasetRequest& request, Random& random);

}  // namespace backprop
