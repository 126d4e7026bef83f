// A user's own .pmtiles under the desk's outlines: pictures as they are, vector layers drawn plainly.
import * as maplibregl from "maplibre-gl";
import { PMTiles, Protocol, TileType } from "pmtiles";

import { colour } from "./colours";

interface Described {
  vector_layers?: { id: string }[];
}

/** Put the archive at a path of the desk beneath the outlines of a map. */
export async function ownBaseMap(map: maplibregl.Map, path: string): Promise<void> {
  const protocol = new Protocol();
  maplibregl.addProtocol("pmtiles", protocol.tile);
  const archive = new PMTiles(new URL(path, location.href).href);
  protocol.add(archive);
  const header = await archive.getHeader();
  const url = `pmtiles://${new URL(path, location.href).href}`;
  if (header.tileType !== TileType.Mvt) {
    map.addSource("own", { type: "raster", url, tileSize: 256 });
    map.addLayer({ id: "own", type: "raster", source: "own" }, "divisions");
    return;
  }
  const described = (await archive.getMetadata()) as Described;
  map.addSource("own", { type: "vector", url });
  for (const { id } of described.vector_layers ?? []) {
    const from = { source: "own", "source-layer": id };
    map.addLayer(
      { id: `own-${id}-area`, type: "fill", ...from, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour("--line"), "fill-opacity": 0.35 } },
      "divisions",
    );
    map.addLayer(
      { id: `own-${id}-line`, type: "line", ...from, filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": colour("--strong-line"), "line-width": 0.7, "line-opacity": 0.7 } },
      "divisions",
    );
  }
}
