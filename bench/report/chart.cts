import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as echarts from 'echarts';

const FOLDER = path.join(__dirname, '..', '..', 'docs', 'images');

/** One line or cloud of points of a plot. */
export interface Series {
	name: string;
	points: ReadonlyArray<readonly [x: number, y: number]>;
}

/** A plot of two measures. */
export interface Chart {
	/** The file is `docs/images/bench-<name>.svg`. */
	name: string;
	title: string;
	x: string;
	y: string;
	kind: 'line' | 'scatter';
	logX?: boolean;
	logY?: boolean;
	/** A dashed line at this height, with its label. */
	target?: { y: number; label: string };
	series: readonly Series[];
}

/** Draws a plot as SVG, readable on a light and on a dark page. The link to it from a page in `docs/`. */
export async function drawChart(chart: Chart): Promise<string> {
	const { name, title, x, y, kind, logX, logY, target, series } = chart;
	const plot = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 420 });
	plot.setOption({
		animation: false,
		backgroundColor: '#ffffff',
		title: { text: title, left: 'center', top: 8, textStyle: { fontSize: 15 } },
		legend: { bottom: 4, type: 'plain', itemGap: 26, textStyle: { fontSize: 11 } },
		grid: { left: 70, right: 30, top: 48, bottom: 100 },
		xAxis: { ...axisOf(x, logX), nameGap: 28 },
		yAxis: { ...axisOf(y, logY), nameGap: 46 },
		series: series.map(({ name: label, points }, place) => ({
			...{ name: label, type: kind, data: points.map((point) => [...point]), symbolSize: 9 },
			...(place === 0 && { lineStyle: { width: 4 }, symbolSize: 12, z: 5 }),
			...(place === 0 && target && { markLine: markLine(target) }),
		})),
	});
	const svg = plot.renderToSVGString();
	// Without this its timer would keep the program running.
	plot.dispose();
	await mkdir(FOLDER, { recursive: true });
	await writeFile(path.join(FOLDER, `bench-${name}.svg`), `${svg}\n`);
	return `![${title}](images/bench-${name}.svg)`;
}

function axisOf(name: string, log = false) {
	const type = log ? ('log' as const) : ('value' as const);
	return {
		type,
		name,
		nameLocation: 'middle' as const,
		splitLine: { lineStyle: { color: '#eee' } },
	};
}

function markLine({ y, label }: { y: number; label: string }) {
	return {
		symbol: 'none',
		lineStyle: { type: 'dashed' as const, color: '#c00' },
		label: { formatter: label, position: 'insideEndTop' as const },
		data: [{ yAxis: y }],
	};
}
