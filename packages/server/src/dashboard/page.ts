import { startDashboard } from './dashboard.ts'

void startDashboard({ window })
