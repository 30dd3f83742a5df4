export const CompareScreen = () => <h2>Compare</h2>
